import type { JSX } from 'preact'
import type { Api } from '../api/client.ts'
import { ExecutorHealth } from './executor-health.tsx'
import { ThemeToggle } from './theme-toggle.tsx'

export function Header({ api }: { readonly api: Api }): JSX.Element {
  return (
    <header class="top">
      <h1>
        <a href="/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Tezgah
        </a>
      </h1>
      <ExecutorHealth api={api} />
      <ThemeToggle />
    </header>
  )
}
