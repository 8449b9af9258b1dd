import { useLanguage } from '../i18n/use-words.ts'
import { type Figures, figuresOf } from './number.ts'

/** Figures of a run in the language of the page. */
export const useFigures = (): Figures => figuresOf(useLanguage())
