import { createStore, type ReadableStore } from '../state/store.ts'

/** Whether single keys do something: speech input would set them off, so they can be switched off (WCAG 2.1.4). */
export interface ShortcutSwitch {
  readonly areOn: ReadableStore<boolean>
  set(areOn: boolean): void
}

const KEY = 'shortcuts'

export function createShortcutSwitch(storage: Pick<Storage, 'getItem' | 'setItem'>): ShortcutSwitch {
  const areOn = createStore(storage.getItem(KEY) !== 'off')
  return {
    areOn,
    set: (on) => {
      storage.setItem(KEY, on ? 'on' : 'off')
      areOn.set(on)
    },
  }
}
