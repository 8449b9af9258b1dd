import { createStore, type Store } from '../state/store.ts'
import { isLanguage, type Language } from './words.ts'

const KEY = 'language'

/** What was chosen before, else the first language of the browser that this page speaks, else English. */
export function firstLanguage(chosen: string | null, preferred: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en'
}

/** The language of the page. A change is remembered and told to the document. */
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
