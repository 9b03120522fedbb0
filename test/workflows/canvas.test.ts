import { finished, group, note, startsWith, step, template } from '../../workflows/src/parts/canvas';

const start = startsWith('manualTrigger', 'Start', [0, 0]);
const [first, second, third] = ['First', 'Second', 'Third'].map((name, index) =>
	step('set', name, [index + 1, 0], { mode: 'raw', jsonOutput: '{ "a": 1 }', options: {} }),
);
const flow = () =>
	template('canvas', 'Canvas')
		.add(start.to(first).to(second).to(third))
		.add(note('What it does', [-2, 0], [1, 1], 'start', '**Change first**: nothing'));

describe('a group', () => {
	it('stands in the workflow with the nodes of its steps', () => {
		const { nodes, nodeGroups } = finished(flow(), group('Work', 'What the two do', first, second));
		const idOf = (name: string) => nodes.find((node) => node.name === name)?.id;
		expect(nodeGroups).toEqual([
			{
				id: expect.stringMatching(/./) as string,
				name: 'Work',
				description: 'What the two do',
				nodeIds: [idOf('First'), idOf('Second')],
			},
		]);
	});

	it('has the same id each time', () => {
		const [left, right] = [0, 1].map(() => finished(flow(), group('Work', 'What the two do', first, second)));
		expect(left).toEqual(right);
	});

	it('is not written where there is none', () => {
		expect(finished(flow())).not.toHaveProperty('nodeGroups');
	});

	it.each([
		['one node', [group('Work', 'Alone', first)], 'Group “Work” needs at least two nodes'],
		['a long line', [group('Work', 'x'.repeat(146), first, second)], 'more than 145 characters'],
		['a trigger', [group('Work', 'Starts', start as never, first)], 'trigger'],
		['two islands', [group('Work', 'Apart', first, third)], 'single connected'],
		[
			'a node of another group',
			[group('Work', 'One', first, second), group('More', 'Two', second, third)],
			'belongs to multiple groups',
		],
		['a name of another group', [group('Work', 'One', first, second), group('Work', 'Two', third)], 'Duplicate'],
	])('with %s is refused', (_name, groups, fault) => {
		expect(() => finished(flow(), ...groups)).toThrow(fault);
	});
});
