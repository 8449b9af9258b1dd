const pinned = new Map<unknown, object>()

/**
 * Keeps one instance of each class of the hot loop alive.
 *
 * Without it, a collection between two runs finds no instance of these classes, drops their hidden classes and with them
 * the machine code built on them, and the next run starts slow. The first run's objects are kept, no more.
 */
export function retainShapes(...instances: readonly object[]): void {
  for (const instance of instances) {
    if (!pinned.has(instance.constructor)) pinned.set(instance.constructor, instance)
  }
}
