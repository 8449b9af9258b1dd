import { createServiceContext } from './context.ts'
import { createStore, type Store } from './store.ts'
import { useStore } from './use-store.ts'

export const LANGUAGES = ['en', 'tr'] as const
export type Language = (typeof LANGUAGES)[number]

const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value)

const KEY = 'language'

/** What was chosen before, else the first language of the browser that this page speaks, else English. */
export function firstLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'
}

/** The language of the page. A change is stored and set on the document. */
export function createLanguage(): Store<Language> {
  const language = createStore(firstLanguage(localStorage.getItem(KEY), navigator.languages))
  document.documentElement.lang = language.get()
  return {
    ...language,
    set: (next) => {
      localStorage.setItem(KEY, next)
      document.documentElement.lang = next
      language.set(next)
    },
  }
}

export const { Provider: LanguageProvider, use: useLanguageService } =
  createServiceContext<Store<Language>>('useLanguageService')

export const useLanguage = (): Language => useStore(useLanguageService())
