import '../styles/upload.css'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { toApiError } from '../api/api-error.ts'
import { type Dataset, readDatasetAnswer } from '../api/catalogue.ts'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { withSession } from '../session/with-session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { DropZone } from './drop-zone.tsx'
import { EMPTY_MANIFEST, MANIFEST_FIELDS, manifestErrors, mediaTypeOf, uploadPath, withFile } from './manifest.ts'
import { fileRequest } from './send-file.ts'
import { uploadWords } from './words.ts'

type Texts = Readonly<Record<string, string>>

/** Fields of the executor's refusal that have a place in the dialog. */
const PLACES: readonly string[] = [...MANIFEST_FIELDS, 'file']

function Sending({ share, onStop }: { readonly share: number; readonly onStop: () => void }): JSX.Element {
  const words = useWords(uploadWords)
  const format = useFormat()
  return (
    <div class="upload-sending">
      <progress max={1} value={share} aria-label={words.title} />
      <p role="status">{share < 1 ? words.sending(format.percent(Math.floor(share * 100) / 100)) : words.reading}</p>
      <Button onClick={onStop}>{words.stop}</Button>
    </div>
  )
}

/** A file and its manifest, sent with its progress; what the executor refuses is said beside its field. */
export function UploadDialog(props: {
  readonly onClose: () => void
  readonly onAdded: (dataset: Dataset) => void
}): JSX.Element {
  const { session, announcer } = useDesk()
  const words = useWords(uploadWords)
  const [file, setFile] = useState<File | null>(null)
  const [manifest, setManifest] = useState(EMPTY_MANIFEST)
  const [isSynthetic, setSynthetic] = useState(false)
  const [errors, setErrors] = useState<Texts>({})
  const [problem, setProblem] = useState<string | null>(null)
  const [share, setShare] = useState<number | null>(null)
  const leaving = useRef<AbortController | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])

  const take = (taken: File): void => {
    setFile(taken)
    setManifest(withFile(manifest, taken.name))
    setErrors({})
  }
  const refuse = (cause: unknown): void => {
    const error = toApiError(cause)
    const known = error.fields.filter(({ field }) => PLACES.includes(field))
    setErrors(Object.fromEntries(known.map(({ field, message }) => [field, message])))
    setProblem(known.length === error.fields.length && known.length > 0 ? null : `${error.title}. ${error.message}`)
  }
  const send = async (chosen: File): Promise<void> => {
    const mine = new AbortController()
    leaving.current = mine
    setProblem(null)
    setShare(0)
    const request = withSession(fileRequest(chosen, mediaTypeOf(chosen.name) ?? '', setShare), session)
    try {
      const answer = await request(uploadPath(manifest, isSynthetic), { method: 'POST', signal: mine.signal })
      const dataset = readDatasetAnswer(answer)
      announcer.show(words.done(dataset.title), 'good')
      props.onAdded(dataset)
    } catch (cause) {
      if (mine.signal.aborted) setProblem(words.stopped)
      else refuse(cause)
      setShare(null)
    }
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    if (share !== null) return
    const found = manifestErrors(manifest, file, words)
    setErrors(found)
    if (file !== null && Object.keys(found).length === 0) void send(file)
  }

  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <p class="quiet">{words.lead}</p>
      <form ref={form} class="upload-form" onSubmit={submit} noValidate>
        <DropZone file={file} error={errors['file']} onFile={take} />
        <div class="upload-fields">
          {MANIFEST_FIELDS.map((name) => (
            <TextField
              key={name}
              id={`upload-${name}`}
              label={words.fields[name]}
              hint={words.help[name]}
              value={manifest[name]}
              error={errors[name]}
              onValue={(text) => setManifest({ ...manifest, [name]: text })}
            />
          ))}
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={isSynthetic}
            onChange={({ currentTarget }) => setSynthetic(currentTarget.checked)}
          />
          {words.synthetic}
        </label>
        {problem !== null && (
          <p class="hint error" role="alert">
            {problem}
          </p>
        )}
        {share === null ? (
          <div class="dialog-actions">
            <Button onClick={props.onClose}>{words.cancel}</Button>
            <Button kind="primary" type="submit">
              {words.send}
            </Button>
          </div>
        ) : (
          <Sending share={share} onStop={() => leaving.current?.abort()} />
        )}
      </form>
    </Dialog>
  )
}
