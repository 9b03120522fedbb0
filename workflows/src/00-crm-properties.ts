import { finished, note, startsWith, template } from './parts/canvas';
import { crmTitle, titleForCrm } from './parts/crm-sync';
import { setUpCrm } from './parts/crm-set-up';

const start = startsWith('manualTrigger', 'Set up the CRM', [3.4, 2.6]);

const flow = template('00-crm-properties', titleForCrm('00 CRM properties'));
flow.add(start.to(setUpCrm(flow, [-0.4, 0])));

flow.add(
	note(
		'What it does',
		[-3.9, 0],
		[3.3, 1.2],
		'start',
		`
			# 00 CRM properties

			Only if your leads are in **${crmTitle}**. Press **Execute workflow** once, after **00 Set up**: it makes the properties in which the templates show what they know of a lead. Run it again whenever you like: what is there stays as it is.

			**Change first**
			- Choose your credential in the grey nodes and activate them.
		`,
	),
);

export default finished(flow);
