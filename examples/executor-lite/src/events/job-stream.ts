import type { Job } from '@tezgah/runner'
import { EventStream } from './event-stream.ts'
import { type JobEvent, stateEvents } from './event-text.ts'
import { isAfter, type Place } from './place.ts'

const PROGRESS = 'progress'

/** The events of one job to one client, each once and in their order. */
export class JobStream {
  readonly stream = new EventStream()
  /** What the client has, or will have once it has read what waits. */
  #last: Place

  /** @param after - what the client has already */
  constructor(after: Place) {
    this.#last = after
  }

  /** Tells every change of state that the client does not have. */
  catchUp(job: Job): void {
    for (const event of stateEvents(job)) this.#tellState(event)
  }

  /** Tells how far the run is; of what waits only the newest is sent. */
  tellProgress({ place, text }: JobEvent): void {
    if (!isAfter(place, this.#last)) return
    this.#last = place
    this.stream.tellNewest(PROGRESS, text)
  }

  #tellState({ place, text }: JobEvent): void {
    if (!isAfter(place, this.#last)) return
    this.#last = place
    this.stream.forgetNewest(PROGRESS)
    this.stream.tell(text)
  }
}
