import { useDesk } from '../desk.ts'
import { all, useReadable } from '../state/use-readable.ts'
import { type Format, formatOf } from './format.ts'
import type { Language, Words } from './words.ts'

export const useLanguage = (): Language => useReadable(useDesk().language, all)

/** The words in the language of the page. */
export const useWords = <T>(words: Words<T>): T => words[useLanguage()]

/** Numbers and times in the language of the page. */
export const useFormat = (): Format => formatOf(useLanguage())
