import { type ChildProcess, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { runInNewContext } from 'node:vm'
import { type TreeHead, verifySegments } from '@tezgah/audit'
import { verifyAuditFolder } from '@tezgah/audit/node'
import { ACTIVE, type LogFiles } from './honest-log.ts'

/** What every verifier must say alike: the status, and the first bad record. */
export type Answer = { readonly status: string; readonly firstBadSeq: number | null }

/** What else is known, in place of pins without a signature. */
type Given = { readonly vkeys?: string[]; readonly checkpoints?: string[]; readonly witnessVkeys?: string[] }

const VERIFY = path.join(import.meta.dirname, '../../verify')

/** The package's own verifier. */
export function verifyWithPackage({ files, pins }: LogFiles): Answer {
  const names = [...files.keys()].filter((name) => name !== ACTIVE).sort()
  // Where the active file is missing, an empty one is verified: what comes before must be sealed.
  const ordered = [...names.map((name) => files.get(name)!), files.get(ACTIVE) ?? new Uint8Array()]
  const result = verifySegments(ordered, { checkpoints: pins, sha256: (bytes) => hash('sha256', bytes, 'hex') })
  return { status: result.status, firstBadSeq: 'firstBadSeq' in result ? result.firstBadSeq : null }
}

/** The package's verifier of folders: the heads stand beside the log, as its own checkpoints. */
export async function verifyFolder({ files }: LogFiles): Promise<Answer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-agreement-'))
  try {
    for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes)
    const result = await verifyAuditFolder(path.join(folder, ACTIVE))
    return { status: result.status, firstBadSeq: 'firstBadSeq' in result ? result.firstBadSeq : null }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `verify.py` in one process that is fed many logs. */
export class PythonVerifier {
  readonly #process: ChildProcess
  readonly #waiting: ((line: string) => void)[] = []

  constructor() {
    this.#process = spawn('python3', [path.join(VERIFY, 'verify.py'), '--batch'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    createInterface({ input: this.#process.stdout! }).on('line', (line) => this.#waiting.shift()?.(line))
  }

  async verify({ files, pins }: LogFiles, given: Given = {}): Promise<Answer> {
    const encoded = Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]))
    const asked = { files: encoded, checkpoints: pins.map(unsignedNote), ...given }
    const answer = new Promise<string>((resolve) => this.#waiting.push(resolve))
    this.#process.stdin!.write(`${JSON.stringify(asked)}\n`)
    const { status, firstBadSeq = null } = JSON.parse(await answer)
    return { status, firstBadSeq }
  }

  close(): void {
    this.#process.stdin!.end()
  }
}

type VerifyFiles = (files: ReadonlyMap<string, Blob>, given: { checkpoint: string }) => Promise<Answer>

/** The verifier of the page, as it stands there. */
export function loadPageVerifier(): (log: LogFiles) => Promise<Answer> {
  const html = readFileSync(path.join(VERIFY, 'verify.html'), 'utf8')
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!
  const globals = { crypto, TextEncoder, TextDecoder, Uint8Array, DataView, atob, btoa }
  const verifyFiles: VerifyFiles = runInNewContext(`${script}\nverifyFiles`, globals)
  return async ({ files, pins }) => {
    const blobs = new Map([...files].map(([name, bytes]) => [name, new Blob([Uint8Array.from(bytes)])]))
    const checkpoint = pins.map((pin) => `${unsignedNote(pin)}--\n`).join('')
    const { status, firstBadSeq = null } = await verifyFiles(blobs, { checkpoint })
    return { status, firstBadSeq }
  }
}

/** A checkpoint whose signature is not checked, since no key is given. */
export function unsignedNote({ size, root }: TreeHead): string {
  const encoded = Buffer.from(root, 'hex').toString('base64')
  return `example.com/log\n${size}\n${encoded}\n\n— example.com/log ${Buffer.alloc(68).toString('base64')}\n`
}
