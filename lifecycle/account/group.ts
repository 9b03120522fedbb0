import { sameKey } from '../lead/key';
import { mergeMembers, type Member } from './member';
import type { Place } from './place';

/** The leads of one account. */
export interface Group {
	place: Place;
	/** Indexes of the leads, in the order they came. */
	items: number[];
	/** Distinct people. */
	people: Member[];
	domains: Tally;
	companies: Tally;
}

/** Puts leads together by place, and rows of one person in a group into one member. */
export class Groups {
	readonly list: Group[] = [];
	private readonly companies = new Map<string, Group>();
	private readonly persons = new Map<string, Group>();
	private readonly seats = new Seats();

	add(place: Place, member: Member, index: number): void {
		const group = this.groupOf(place);
		group.items.push(index);
		group.domains.add(place.domain);
		group.companies.add(place.company);
		const seat = this.seats.take(group, member.lead === null ? undefined : sameKey(member.lead));
		if (seat === group.people.length) group.people.push(member);
		else group.people[seat] = mergeMembers(group.people[seat], member);
	}

	private groupOf(place: Place): Group {
		if (place.shared === 'nobody') return this.newGroup(place);
		const groups = place.shared === 'company' ? this.companies : this.persons;
		const known = groups.get(place.account);
		if (known) return known;
		const group = this.newGroup(place);
		groups.set(place.account, group);
		return group;
	}

	private newGroup(place: Place): Group {
		const group: Group = { place, items: [], people: [], domains: new Tally(), companies: new Tally() };
		this.list.push(group);
		return group;
	}
}

/**
 * Where each person stands in a group's people. Nearly everyone is in one group, so only the others cost a
 * map.
 */
class Seats {
	private readonly first = new Map<string, { group: Group; position: number }>();
	private readonly further = new Map<string, Map<Group, number>>();

	/** The position of a person in a group; the next free one for who is new there, or has no key. */
	take(group: Group, person: string | undefined): number {
		const free = group.people.length;
		if (person === undefined) return free;
		const first = this.first.get(person);
		if (!first) {
			this.first.set(person, { group, position: free });
			return free;
		}
		return first.group === group ? first.position : this.takeFurther(group, person);
	}

	private takeFurther(group: Group, person: string): number {
		const positions = this.further.get(person) ?? new Map<Group, number>();
		const position = positions.get(group) ?? group.people.length;
		this.further.set(person, positions.set(group, position));
		return position;
	}
}

/** Counts texts; `first` is the most frequent, of equals the one that came first. */
export class Tally {
	private readonly counts = new Map<string, number>();

	add(text: string | null | undefined): void {
		if (text !== null && text !== undefined) this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
	}

	get first(): string | undefined {
		let best: string | undefined;
		let most = 0;
		for (const [text, count] of this.counts) {
			if (count <= most) continue;
			best = text;
			most = count;
		}
		return best;
	}
}
