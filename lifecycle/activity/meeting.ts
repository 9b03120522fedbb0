/** What a meeting is for, from its name: a discovery call, a first or a follow-up demo; '' when it does not tell. */
export function meetingKind(name: string): string {
	const text = name.toLowerCase();
	if (/\bdemo\b|demonstration|vorführung|démo/.test(text))
		return /follow.?up|second|deep.?dive/.test(text) ? 'follow_up_demo' : 'first_demo';
	return /discovery|intro|qualification|kennenlern|découverte/.test(text) ? 'discovery' : '';
}
