import type { UploadMessages } from './messages.ts'

export const MANIFEST_FIELDS = ['id', 'title', 'symbol', 'interval', 'source', 'licence'] as const
export type ManifestField = (typeof MANIFEST_FIELDS)[number]

/** What is said of a file beside what it says itself. */
export type Manifest = Readonly<Record<ManifestField, string>>

export const EMPTY_MANIFEST: Manifest = { id: '', title: '', symbol: '', interval: '', source: '', licence: '' }

const TYPES = { csv: 'text/csv', parquet: 'application/vnd.apache.parquet' } as const
const MOST_BYTES = 64 * 1024 ** 2
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/

/** The media type of a file by the end of its name, or null where it is none that the executor reads. */
export function mediaTypeOf(name: string): string | null {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  return ending === 'csv' || ending === 'parquet' ? TYPES[ending] : null
}

/** `BTC TRY 1m (2024).csv` → `btc-try-1m-2024`. */
export function idOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]+$/, '').toLowerCase()
  return stem
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '')
}

/** What the name of a file gives away; what was typed before stays. */
export function withFile(manifest: Manifest, fileName: string): Manifest {
  const interval = /(?:^|[^a-z0-9])(\d+[smhdw])(?:[^a-z0-9]|$)/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  return {
    ...manifest,
    id: manifest.id || idOf(fileName),
    title: manifest.title || fileName.replace(/\.[^.]+$/, ''),
    interval: manifest.interval || interval,
  }
}

/** What can be said to be wrong before anything is sent, by field; the executor knows the rest. */
export function manifestErrors(
  manifest: Manifest,
  file: Pick<File, 'name' | 'size'> | null,
  messages: UploadMessages,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {}
  for (const name of MANIFEST_FIELDS) if (manifest[name].trim() === '') errors[name] = messages.missing
  if (manifest.id !== '' && !ID.test(manifest.id)) errors['id'] = messages.wrongId
  if (file === null) errors['file'] = messages.noFile
  else if (mediaTypeOf(file.name) === null) errors['file'] = messages.wrongFormat
  else if (file.size === 0) errors['file'] = messages.empty
  else if (file.size > MOST_BYTES) errors['file'] = messages.tooLarge((file.size / 1024 ** 2).toFixed(1))
  return errors
}

/** The address that takes the file; the manifest is its query. */
export function uploadPath(manifest: Manifest, synthetic: boolean): string {
  const texts = MANIFEST_FIELDS.map((name) => [name, manifest[name].trim()])
  return `/api/datasets?${new URLSearchParams([...texts, ['synthetic', String(synthetic)]])}`
}
