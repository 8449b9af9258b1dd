import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Api } from './api/client.ts'
import type { RunRequest } from './api/run.ts'
import { RunForm } from './form/run-form.tsx'
import { isBusy, refusedFields } from './run/run-state.ts'
import { RunView } from './run/run-view.tsx'
import { StatusLine } from './run/status-line.tsx'
import { useRun } from './run/use-run.ts'
import { CatalogueView } from './shell/catalogue-view.tsx'
import { Footer } from './shell/footer.tsx'
import { Header } from './shell/header.tsx'
import { useCatalogue } from './shell/use-catalogue.ts'

/** The page: what to run on the left, what came of it on the right. */
export function App({ api }: { readonly api: Api }): JSX.Element {
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
    <>
      <a class="skip" href="#run">
        Skip to the result
      </a>
      <Header api={api} />
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
        <main id="run" tabIndex={-1}>
          <StatusLine state={state} />
          <RunView api={api} state={state} datasets={datasets} />
        </main>
      </div>
      <Footer />
    </>
  )
}
