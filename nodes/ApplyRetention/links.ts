import { Links } from '../../lifecycle/identity/links';
import { readWord } from '../../lifecycle/log/state';
import type { Fields } from '../../lifecycle/path';

/** Who is who, from rows of `ll_alias_book`. */
export const linksOf = (rows: readonly Fields[]): Links => new Links(rows.flatMap((row) => readWord(row) ?? []));
