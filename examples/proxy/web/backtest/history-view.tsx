import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { shellWords } from '../shell/words.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'

export default function View(): JSX.Element {
  const words = useWords(shellWords)
  return (
    <Page title={words.backtest}>
      <Empty title={words.comingTitle}>{words.comingLead}</Empty>
    </Page>
  )
}
