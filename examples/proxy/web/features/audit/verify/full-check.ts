import { canonicalJson, createVerifier, MAX_DETAILS_DEPTH, type TreeHead, type Verification } from '@tezgah/audit'

/** One page of records, oldest first, as the service gives it. */
export type RawPage = { readonly records: readonly unknown[]; readonly nextCursor: string | null }

export type FullCheckResult = {
  readonly status: 'intact' | 'failed'
  readonly records: number
  /** The first record that is there: those before were removed, and the log says so. */
  readonly first: number
  readonly seq: number | null
}

/**
 * Verifies the log from its first record to the end of a signed checkpoint: content, chain, segments, tree and root.
 *
 * @param readPage - the page behind a record; `null` from the first
 * @param heads - signed checkpoints, the last of which says how far to read
 * @param onProgress - called after each page with how many records were read
 */
export async function checkWholeLog(
  readPage: (cursor: string | null) => Promise<RawPage>,
  heads: readonly TreeHead[],
  onProgress: (records: number) => void,
): Promise<FullCheckResult> {
  const end = Math.max(...heads.map(({ size }) => size))
  const verifier = createVerifier({ checkpoints: heads })
  const encoder = new TextEncoder()
  let read = 0
  let isSealed = false
  for (let cursor: string | null = null; ; ) {
    const page: RawPage = await readPage(cursor)
    for (const raw of page.records) {
      if (seqOf(raw) >= end) return resultOf(verifier.end())
      if (isSealed) verifier.nextSegment()
      verifier.push(encoder.encode(`${textOf(raw)}\n`))
      isSealed = isSeal(raw)
      read++
    }
    onProgress(read)
    cursor = page.nextCursor
    if (cursor === null) return resultOf(verifier.end())
  }
}

function resultOf(verdict: Verification): FullCheckResult {
  const { first, records, status } = verdict
  // Where a signed checkpoint is not matched, the verdict is another than intact.
  if (status === 'intact') return { status: 'intact', records, first, seq: null }
  const seq = status === 'tampered' ? verdict.firstBadSeq : verdict.size
  return { status: 'failed', records, first, seq }
}

/** What cannot be a record is no canonical line either, and the verifier says so. */
function textOf(raw: unknown): string {
  try {
    return canonicalJson(raw, { maxDepth: MAX_DETAILS_DEPTH + 1 })
  } catch {
    return 'null'
  }
}

type Shape = { readonly seq?: unknown; readonly actor?: unknown; readonly action?: unknown }
const shape = (raw: unknown): Shape => (typeof raw === 'object' && raw !== null ? raw : {})
const seqOf = (raw: unknown): number => (typeof shape(raw).seq === 'number' ? Number(shape(raw).seq) : 0)
const isSeal = (raw: unknown): boolean =>
  shape(raw).actor === 'tezgah/audit' && shape(raw).action === 'log.segment_sealed'
