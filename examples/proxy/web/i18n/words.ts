export const LANGUAGES = ['en', 'tr'] as const
export type Language = (typeof LANGUAGES)[number]

/** The same words in each language. */
export type Words<T> = Readonly<Record<Language, T>>

/**
 * Words of a view: English first, which says what there is, then Turkish, which must have the same keys with values of the
 * same shape. A value is text, or a function that makes a text of numbers and names: plurals live inside it.
 */
export function defineWords<T extends object>(en: T, tr: NoInfer<T>): Words<T> {
  return { en, tr }
}

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value)
