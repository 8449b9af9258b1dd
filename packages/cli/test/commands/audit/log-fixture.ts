import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import {
  type Appended,
  appendRecord,
  type ChainState,
  createTree,
  EMPTY_CHAIN,
  ed25519Signer,
  formatVerifierKey,
  frameNote,
  type NoteSigner,
  openSegment,
  sealedSuffix,
  sealSegment,
  signCheckpoint,
  type TreeHead,
  verifierKey,
} from '@tezgah/audit'

export const ORIGIN = 'example.com/desk/backtest'

/** A key that signs in this process only. */
export function createSigner(name: string, type: 1 | 4 = 1): { signer: NoteSigner; vkey: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signer = ed25519Signer(name, Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url'))
  return { signer, vkey: formatVerifierKey(verifierKey(name, type, signer.publicKey)) }
}

/** A log of two segments in a folder, `seq` 0 to 9, with a checkpoint of size 8; `heads` are its tree after each record. */
export function writeLog(inFolder: (name: string) => string, signer: NoteSigner): { heads: TreeHead[]; note: string } {
  const tree = createTree()
  let chain: ChainState = EMPTY_CHAIN
  const heads: TreeHead[] = [{ size: 0, root: tree.root() }]
  const lines: Uint8Array[][] = [[], []]
  const stamp = (seq: number) => ({ time: Date.UTC(2026, 0, 1) + seq * 1000, mono: seq, boot: 'b007'.repeat(8) })
  const take = (segment: number, { record, line, state }: Appended): void => {
    chain = state
    tree.append(record.hash)
    lines[segment]!.push(line)
    heads.push({ size: tree.size, root: tree.root() })
  }
  const bytes = () => Buffer.concat(lines[0]!).length
  const event = (segment: number) => {
    const outcome = chain.size % 2 === 0 ? 'success' : 'refused'
    const named = { actor: 'operator', action: 'limit.change', subject: `job-${chain.size}`, outcome } as const
    take(segment, appendRecord(chain, named, stamp(chain.size)))
  }
  take(0, openSegment({ chain, tree, stamp: stamp(0) }, 0, null))
  for (let record = 1; record < 5; record++) event(0)
  take(0, sealSegment({ chain, tree, stamp: stamp(5) }, 0, lines[0]!.length, bytes()))
  const previous = { name: `backtest${sealedSuffix(0)}`, bytes: bytes(), records: lines[0]!.length }
  take(1, openSegment({ chain, tree, stamp: stamp(6) }, 1, previous))
  for (let record = 7; record < 10; record++) event(1)
  const note = signCheckpoint({ origin: ORIGIN, ...heads[8]! }, [signer])
  writeFileSync(inFolder(previous.name), Buffer.concat(lines[0]!))
  writeFileSync(inFolder('backtest.log'), Buffer.concat(lines[1]!))
  writeFileSync(inFolder('backtest.checkpoints'), frameNote(note))
  return { heads, note }
}
