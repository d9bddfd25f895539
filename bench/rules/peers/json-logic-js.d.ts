declare module 'json-logic-js' {
  const jsonLogic: {
    add_operation(name: string, operation: (...values: never[]) => unknown): void
    apply(logic: unknown, data: unknown): unknown
    truthy(value: unknown): boolean
  }
  // biome-ignore lint/style/noDefaultExport: the package has no other
  export default jsonLogic
}
