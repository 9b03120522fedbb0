import { classify, isCell, type GridResult } from '../grid/grid';
import type { Fields } from '../path';
import type { LeadScore } from '../score/score';
import { asText } from '../text';
import type { Policy } from './policy';

/** Places a scored lead by the cells and bands of the settings, and the cell it was in. */
export const placeLead = (
	{ fit, engagement, total, excluded }: Pick<LeadScore, 'fit' | 'engagement' | 'total' | 'excluded'>,
	{ cell, cellSince }: Fields,
	{ settings, asOf }: Policy,
): GridResult =>
	classify(
		{
			...{ fit, engagement, total },
			excluded: excluded !== null && excluded !== undefined,
			previous: isCell(cell) ? cell : undefined,
			previousSince: asText(cellSince) || undefined,
		},
		settings.grid,
		asOf,
	);
