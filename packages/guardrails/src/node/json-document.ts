import { createHash } from 'node:crypto'
import { canonicalJson } from '@tezgah/core/canonical-json'
import { type FileSystem, replaceFile } from '@tezgah/core/node/durable-file'
import { StoreError } from './store-error.ts'

/** Path and kind of a document. The kind is part of the file, so that no file is taken for another. */
export type DocumentLocation = {
  readonly path: string
  readonly kind: string
  readonly fileSystem: FileSystem
}

/**
 * Reads a document whole and checked.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export async function readDocument({ path, kind, fileSystem }: DocumentLocation): Promise<unknown> {
  const bytes = await fileSystem.read(path).catch((cause: unknown) => {
    throw new StoreError('storage', `${path}: cannot be read`, { cause })
  })
  if (bytes === null) throw new StoreError('missing', `${path}: there is no such file, initialise it first`)
  const text = new TextDecoder().decode(bytes)
  const end = text.indexOf('\n')
  const body = text.slice(end + 1)
  if (end < 0 || text.slice(0, end) !== heading(kind, body)) {
    throw new StoreError('corrupt', `${path}: is no ${kind} document, or not as it was written`)
  }
  return JSON.parse(body)
}

/**
 * Puts a new version in the place of the old one. A power cut at any moment leaves one of the two, whole, and the new
 * one once this has returned. One write at a time.
 *
 * @throws StoreError `storage`; either version may be found afterwards
 */
export async function writeDocument({ path, kind, fileSystem }: DocumentLocation, value: unknown): Promise<void> {
  const body = canonicalJson(value, { undefinedMembers: 'omit' })
  const content = `${heading(kind, body)}\n${body}`
  try {
    await replaceFile(path, content, { temporary: `${path}.tmp`, mode: 0o640, fileSystem })
  } catch (cause) {
    throw new StoreError('storage', `${path}: cannot be written`, { cause })
  }
}

/**
 * Writes the first version.
 *
 * @throws StoreError `exists` if there is a file, valid or not; `storage`
 */
export async function initialiseDocument(location: DocumentLocation, value: unknown): Promise<void> {
  const found = await location.fileSystem.read(location.path).catch((cause: unknown) => {
    throw new StoreError('storage', `${location.path}: cannot be read`, { cause })
  })
  if (found !== null) throw new StoreError('exists', `${location.path}: there is a file already, move it away first`)
  await writeDocument(location, value)
}

function heading(kind: string, body: string): string {
  return `tezgah/guardrails/${kind}/v1 ${createHash('sha256').update(body).digest('hex')}`
}
