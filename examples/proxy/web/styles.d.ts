/** A view brings its own sheet; the build puts it beside the view's chunk. */
declare module '*.css'
