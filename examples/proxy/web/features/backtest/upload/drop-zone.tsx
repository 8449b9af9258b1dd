import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { uploadMessages } from './messages.ts'

/** Takes a file by button, keyboard or drop. */
export function DropZone(props: {
  readonly file: File | null
  readonly error: string | undefined
  readonly onFile: (file: File) => void
}): JSX.Element {
  const messages = useMessages(uploadMessages)
  const format = useFormat()
  const [isOver, setOver] = useState(false)
  const { file, error, onFile } = props
  const over = (event: DragEvent): void => {
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer?.files[0]
    if (dropped !== undefined) onFile(dropped)
  }
  const size = file === null ? '' : messages.megabytes(format.decimal(file.size / 1024 ** 2, 2))
  return (
    <div class="field">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way for the mouse; the button inside works for all */}
      <div class="upload-zone" data-over={isOver} onDragOver={over} onDragLeave={() => setOver(false)} onDrop={drop}>
        <input
          id="upload-file"
          class="upload-input"
          type="file"
          accept=".csv,.parquet"
          aria-label={messages.choose}
          aria-describedby="upload-file-note"
          aria-invalid={error !== undefined}
          onChange={({ currentTarget }) => currentTarget.files?.[0] && onFile(currentTarget.files[0])}
        />
        <span class="btn button" aria-hidden="true">
          {messages.choose}
        </span>
        <span class="quiet upload-name">{file === null ? messages.drop : messages.chosen(file.name, size)}</span>
      </div>
      <p id="upload-file-note" class={error === undefined ? 'hint' : 'hint error'}>
        {error}
      </p>
    </div>
  )
}
