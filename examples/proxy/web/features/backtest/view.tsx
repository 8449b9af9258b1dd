import { useApi } from '../../state/api.ts'
import '../../styles/form.css'
import '../../styles/run.css'
import '../../styles/result.css'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Dataset, RunInputs } from '../../api/documents.ts'
import { useMessages } from '../../i18n/use-messages.ts'
import { addressOf } from '../../state/location.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { CatalogueView } from './catalogue-view.tsx'
import { RunForm } from './form/run-form.tsx'
import { backtestMessages } from './messages.ts'
import { isBusy, refusedFields, runOf } from './run/run-state.ts'
import { RunView } from './run/run-view.tsx'
import { StatusLine } from './run/status-line.tsx'
import { useRun } from './run/use-run.ts'
import { UploadDialog } from './upload/upload-dialog.tsx'
import { useCatalogue } from './use-catalogue.ts'

/** The form is where the result is not: below a certain width they lie one above the other. */
const isStacked = (): boolean => matchMedia('(max-width: 900px)').matches

/** What to run on the left, what came of it on the right. */
export default function View(): JSX.Element {
  const api = useApi()
  const messages = useMessages(backtestMessages)
  const catalogue = useCatalogue(api)
  const { state, start } = useRun()
  // On a phone a link to a run shows the run, not the form.
  const [showsForm, showForm] = useState(() => !isStacked() || !location.search.includes('run='))
  const [isUploading, setUploading] = useState(false)
  const [added, setAdded] = useState<string | null>(null)
  const run = runOf(state)
  const startInView = (inputs: RunInputs, fresh = false): void => {
    // On a phone the result is below the form, out of sight of the button.
    if (isStacked()) document.getElementById('run')?.scrollIntoView()
    void start(inputs, fresh)
  }
  const changeInForm = (): void => {
    showForm(true)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('#new-run [id^="params-"], #strategy')?.focus())
  }
  const add = (dataset: Dataset): void => {
    catalogue.add(dataset)
    setAdded(dataset.id)
    setUploading(false)
  }
  // The same list until the state changes, or every render would look like new refusals to the form.
  const refusals = useMemo(() => refusedFields(state), [state])
  const datasets = catalogue.state.phase === 'ready' ? catalogue.state.datasets.datasets : []
  const actions = (
    <>
      <Button kind="quiet" onClick={() => showForm(!showsForm)}>
        {showsForm ? messages.hideForm : messages.showForm}
      </Button>
      <a class="button" href={addressOf('history')}>
        {messages.history}
      </a>
    </>
  )
  return (
    <Page title={messages.title} actions={actions}>
      <div class="layout" data-form={showsForm}>
        <div class="side" hidden={!showsForm}>
          {catalogue.state.phase === 'ready' ? (
            <RunForm
              key={run?.id ?? 'new'}
              strategies={catalogue.state.strategies}
              datasets={catalogue.state.datasets}
              settings={catalogue.state.settings}
              inputs={run}
              busy={isBusy(state)}
              refusals={refusals}
              added={added}
              onStart={startInView}
              onUpload={() => setUploading(true)}
            />
          ) : (
            <CatalogueView state={catalogue.state} />
          )}
        </div>
        <section id="run" class="run">
          <StatusLine state={state} />
          <RunView
            state={state}
            datasets={datasets}
            onAgain={(inputs) => startInView(inputs, true)}
            onChange={changeInForm}
          />
        </section>
      </div>
      {isUploading && <UploadDialog onClose={() => setUploading(false)} onAdded={add} />}
    </Page>
  )
}
