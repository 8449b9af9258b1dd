import type { Language } from '../state/language.ts'

/** The same messages in each language. */
export type Messages<T> = Readonly<Record<Language, T>>

/**
 * Messages of a view: English first, which defines the keys, then Turkish, which must have the same keys with values of the
 * same shape. A value is a text, or a function that makes a text of numbers and names: plurals are formed inside it.
 */
export function defineMessages<T extends object>(en: T, tr: NoInfer<T>): Messages<T> {
  return { en, tr }
}
