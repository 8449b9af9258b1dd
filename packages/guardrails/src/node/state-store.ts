import { SerialQueue } from '@tezgah/core/serial-queue'
import { type DocumentLocation, readDocument, writeDocument } from './json-document.ts'
import { StoreError } from './store-error.ts'

type Reducer<State, Command, Outcome> = (state: State, command: Command, now: number) => Outcome

/** What a reducer returns: a new state, or a refusal without one. */
type AnyOutcome<State> = { readonly state: State; readonly refused?: undefined } | { readonly refused: object }

/** A state with one pure reducer, kept in a file. A change is on the disk before `state` shows it. */
export class StateStore<State extends { readonly version: 1 }, Command, Outcome extends AnyOutcome<State>> {
  readonly #location: DocumentLocation
  readonly #reduce: Reducer<State, Command, Outcome>
  readonly #queue = new SerialQueue()
  #state: State
  #failure: StoreError | null = null

  /** Use `openGate` or `openOverrides`. */
  constructor(location: DocumentLocation, state: State, reduce: Reducer<State, Command, Outcome>) {
    this.#location = location
    this.#state = state
    this.#reduce = reduce
  }

  /**
   * The state that is on the disk.
   *
   * @throws StoreError after a write has failed, because the state on the disk is then unknown: open it again
   */
  get state(): State {
    if (this.#failure !== null) throw this.#failure
    return this.#state
  }

  /**
   * Judges a command; one at a time, in the order of the calls.
   *
   * @param now - milliseconds since the epoch, UTC
   * @returns settles when the new state would survive a power cut; act on it only then
   * @throws StoreError if the new state cannot be kept, now or in an earlier call
   */
  apply(command: Command, now: number): Promise<Outcome> {
    return this.#queue.run(async () => {
      const outcome = this.#reduce(this.state, command, now)
      if (outcome.refused) return outcome
      const { state } = outcome
      try {
        await writeDocument(this.#location, state)
      } catch (error) {
        this.#failure = error as StoreError
        throw error
      }
      this.#state = state
      return outcome
    })
  }
}

/**
 * Opens what `initialiseDocument` has put there.
 *
 * @throws StoreError `missing`, `corrupt` or `storage`
 */
export async function openStateStore<State extends { readonly version: 1 }, Command, Outcome extends AnyOutcome<State>>(
  location: DocumentLocation,
  reduce: Reducer<State, Command, Outcome>,
  member: string,
): Promise<StateStore<State, Command, Outcome>> {
  const state = (await readDocument(location)) as Readonly<Record<string, unknown>> | null
  if (state?.['version'] !== 1 || !Array.isArray(state[member])) {
    throw new StoreError('corrupt', `${location.path}: is not a ${location.kind} of version 1`)
  }
  return new StateStore(location, state as unknown as State, reduce)
}
