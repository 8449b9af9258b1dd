import type { TreeHead } from '../../merkle/tree.ts'
import type { AuditClock } from '../files/clock.ts'
import type { AuditFileSystem } from '../files/file-system.ts'
import type { LogNames } from '../files/log-files.ts'
import { type Checkpointer, createCheckpointer } from './checkpointer.ts'
import { type LogSigner, noteSigner } from './signing.ts'
import {
  createWitnessFeed,
  type Witness,
  type WitnessFeed,
  type WitnessState,
  type WitnessSubmission,
} from './witness-feed.ts'

/** Has checkpoints signed, kept and sent to the witnesses. No append waits for it. */
export interface CheckpointPublisher {
  /** A head whose records are durable. */
  offer(head: TreeHead): void
  /** How many records a durable checkpoint covers. */
  readonly covered: number
  /** Has the last head signed and sent, then lets go of everything. Waits for no witness that failed before. */
  close(): Promise<void>
  witnesses(size: number): readonly WitnessState[]
}

/** Without a signer nothing is covered by checkpoints, and nothing needs to be. */
export const noPublisher: CheckpointPublisher = {
  offer: () => undefined,
  covered: Number.POSITIVE_INFINITY,
  close: () => Promise.resolve(),
  witnesses: () => [],
}

export function createCheckpointPublisher(options: {
  readonly settings: {
    readonly clock: AuditClock
    readonly fileSystem: AuditFileSystem
    readonly witnesses: readonly Witness[]
    readonly onWitness: (state: WitnessState) => void
  }
  readonly signer: LogSigner
  readonly names: LogNames
  readonly kept: { readonly heads: readonly TreeHead[]; readonly bytes: number }
  readonly size: number
  readonly prove: WitnessSubmission['prove'] extends (old: number) => infer Proof
    ? (oldSize: number, newSize: number) => Proof
    : never
  readonly onCovered: () => void
  readonly onFailure: (cause: unknown) => void
  readonly durableSize: () => number
}): CheckpointPublisher {
  const { settings, signer, names, kept, prove, onCovered, onFailure, durableSize } = options
  const { clock, fileSystem } = settings
  const keys = [signer, ...(signer.previous === undefined ? [] : [signer.previous])]
  const feeds: WitnessFeed[] = settings.witnesses.map((witness) => {
    const feed: WitnessFeed = createWitnessFeed({
      witness,
      clock,
      onCosigned: (note, lines) => checkpointer.keep(`${note}${lines}`),
      onChange: () => quietly(() => settings.onWitness(feed.state(durableSize()))),
    })
    return feed
  })
  const checkpointer: Checkpointer = createCheckpointer({
    origin: signer.origin,
    signers: keys.map(noteSigner),
    fileSystem,
    names,
    whole: kept.bytes,
    covered: kept.heads.reduce((most, { size }) => Math.max(most, size), 0),
    onSigned(head, note) {
      for (const feed of feeds) feed.offer({ head, note, prove: (oldSize) => prove(oldSize, head.size) })
      onCovered()
    },
    onFailure,
  })

  return {
    offer: (head) => checkpointer.offer(head),
    get covered() {
      return checkpointer.covered
    },
    async close() {
      await checkpointer.idle()
      await Promise.all(feeds.map((feed) => feed.idle()))
      for (const feed of feeds) feed.stop()
      // Witnesses may have signed in the meantime.
      await checkpointer.idle()
      await checkpointer.close()
    },
    witnesses: (size) => feeds.map((feed) => feed.state(size)),
  }
}

function quietly(call: () => void): void {
  try {
    call()
  } catch {
    // A listener's own failure must not become the log's.
  }
}
