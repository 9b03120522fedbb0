import { TO_DATA_TABLES } from '../../lifecycle/move/direction';
import { ROWS_A_PAGE } from '../../lifecycle/move/page';
import { moveTemplate } from './parts/move';

export default moveTemplate({
	file: '27-move-back',
	title: '27 Move back to Data Tables',
	direction: TO_DATA_TABLES,
	notes: {
		start: `
			# 27 Move back to Data Tables

			Moves all tables of these templates from **PostgreSQL** back to n8n’s **Data Tables**, and compares both sides. PostgreSQL stays as it is.

			**Before**
			1. The Data Tables are there: else execute **00 Set up** of the folder above *postgres*.
			2. Unpublish the templates of *postgres*: **01** and the others first. Five minutes later, when all is scored, **02**. Wait two minutes.
			3. Choose the credential of your database in the Postgres node.
			4. Press **Execute workflow**.

			**Stopped?** Press it again: it goes on where it was.

			**Progress** is in **ll_import_progress**, in the row *${TO_DATA_TABLES.progress}*.

			**Then** read *Result*. When both sides are equal, publish the templates for Data Tables.

			**Change first**
			- The Data Tables still have the rows from before you moved to PostgreSQL? *Plan the next page*, *Rows Already There*: *Replace* deletes them.
		`,
		run: `
			# 1 · Page after page
			First it looks: if a template is at work, if activities are not scored yet, or if the Data Tables already have leads, it says so and changes nothing.
			Then it moves table after table, and reads both sides once more to compare them. The workflow calls itself once per page, so that memory holds one page at a time.
		`,
		page: `
			# 2 · One page
			${ROWS_A_PAGE} rows in their order. n8n gives them new numbers, and the time of the move as *createdAt*. What was written is read back and compared before the next page.
		`,
	},
});
