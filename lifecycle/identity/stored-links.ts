import { readWord } from '../log/state';
import type { Fields } from '../path';
import { Links, type Word } from './links';

/** What rows of `ll_alias_book` say about who is who; others are left out. */
export const storedWords = (rows: readonly Fields[]): Word[] => rows.flatMap((row) => readWord(row) ?? []);

/** Who is who, by rows of `ll_alias_book`. */
export const storedLinks = (rows: readonly Fields[]): Links => new Links(storedWords(rows));
