/** A view brings its own sheet; the build puts it beside the view's chunk. */
declare module '*.css'

/** The address of a worker that the build makes of a module. */
declare module '*?worker&url' {
  const address: string
  export default address
}
