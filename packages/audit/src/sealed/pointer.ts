import { isPlainObject } from '../canonical-json.ts'

/** The steps of a JSON pointer (RFC 6901), or `null` when it is none or points at the whole. */
export function pointerSteps(pointer: string): string[] | null {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at the end of the steps; `undefined` when there is none. */
export function valueAt(whole: unknown, pointer: string): unknown {
  return pointerSteps(pointer)?.reduce(child, whole)
}

/** One step down; `undefined` when that leads nowhere. Inherited members count as none. */
export function child(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined
  return isPlainObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
}
