import '../styles/form.css'
import '../styles/run.css'
import '../styles/result.css'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { RunRequest } from '../api/run.ts'
import { useDesk } from '../desk.ts'
import { RunForm } from '../form/run-form.tsx'
import { useWords } from '../i18n/use-words.ts'
import { isBusy, refusedFields } from '../run/run-state.ts'
import { RunView } from '../run/run-view.tsx'
import { StatusLine } from '../run/status-line.tsx'
import { useRun } from '../run/use-run.ts'
import { shellWords } from '../shell/words.ts'
import { Page } from '../ui/page.tsx'
import { CatalogueView } from './catalogue-view.tsx'
import { useCatalogue } from './use-catalogue.ts'

/** What to run on the left, what came of it on the right. */
export default function View(): JSX.Element {
  const { api } = useDesk()
  const words = useWords(shellWords)
  const catalogue = useCatalogue(api)
  const { state, start } = useRun(api)
  const startInView = (request: RunRequest): void => {
    // On a phone the result is below the form, out of sight of the button.
    if (matchMedia('(max-width: 900px)').matches) document.getElementById('run')?.scrollIntoView()
    void start(request)
  }
  // The same list until the state changes, or every render would look like new refusals to the form.
  const refusals = useMemo(() => refusedFields(state), [state])
  const datasets = catalogue.phase === 'ready' ? catalogue.datasets.items : []
  return (
    <Page title={words.backtest}>
      <div class="layout">
        <div class="side">
          {catalogue.phase === 'ready' ? (
            <RunForm
              strategies={catalogue.strategies}
              datasets={catalogue.datasets}
              settings={catalogue.settings}
              busy={isBusy(state)}
              refusals={refusals}
              onStart={startInView}
            />
          ) : (
            <CatalogueView state={catalogue} />
          )}
        </div>
        <section id="run" class="run">
          <StatusLine state={state} />
          <RunView api={api} state={state} datasets={datasets} />
        </section>
      </div>
    </Page>
  )
}
