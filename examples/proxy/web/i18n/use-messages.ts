import { useLanguage } from '../state/language.ts'
import { type Format, formatOf } from './format.ts'
import type { Messages } from './messages.ts'
import { type Figures, figuresOf } from './numbers.ts'

/** The messages in the language of the page. */
export const useMessages = <T>(messages: Messages<T>): T => messages[useLanguage()]

/** Numbers and times in the language of the page. */
export const useFormat = (): Format => formatOf(useLanguage())

/** Figures of a run in the language of the page. */
export const useFigures = (): Figures => figuresOf(useLanguage())
