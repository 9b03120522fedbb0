import { TO_POSTGRESQL } from '../../lifecycle/move/direction';
import { ROWS_A_PAGE } from '../../lifecycle/move/page';
import { moveTemplate } from './parts/move';

export default moveTemplate({
	file: '26-move-to-postgresql',
	title: '26 Move to PostgreSQL',
	direction: TO_POSTGRESQL,
	notes: {
		start: `
			# 26 Move to PostgreSQL

			Moves all tables of these templates from n8n’s **Data Tables** to **PostgreSQL**, and compares both sides. The Data Tables stay as they are.

			**Before**
			1. Import and execute **00 Set up** of the folder *postgres*. Import the other templates of that folder, but publish none yet.
			2. Unpublish your templates: **01** and the others first. Five minutes later, when all is scored, **02**. Wait two minutes.
			3. Choose the credential of your database in the three Postgres nodes.
			4. Press **Execute workflow**.

			**Stopped?** Press it again: it goes on where it was.

			**Progress** is in **ll_import_progress**, in the row *${TO_POSTGRESQL.progress}*.

			**Then** read *Result*. When both sides are equal, publish the templates of *postgres*.

			**Change first**
			- Nothing, unless PostgreSQL already has leads: *Plan the next page*, *Rows Already There*.
		`,
		run: `
			# 1 · Page after page
			First it looks: if a template is at work, if activities are not scored yet, or if PostgreSQL already has leads, it says so and changes nothing.
			Then it moves table after table, and reads both sides once more to compare them. The workflow calls itself once per page, so that memory holds one page at a time.
		`,
		page: `
			# 2 · One page
			${ROWS_A_PAGE} rows with their numbers and times. What was written is read back and compared before the next page. Of rows with the same key the first one moves, as it always counted.
		`,
	},
});
