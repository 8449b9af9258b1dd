/** Version of this package, as it stands in a result's manifest. */
export const ENGINE_VERSION = '0.1.0'
