/**
 * The one door to Lit, nanostores and the base, so that a page gets them in one file: code that the embed loads later
 * takes `html` from here as well (`sideEffects` in package.json keeps them together). What one element alone needs
 * (`back-office-styles.ts`) is imported from its own file, and the board, which counts every byte, names each file.
 */
export { html, nothing, svg, type TemplateResult } from 'lit/html.js'
/** @public keeps nanostores in this file */
export { atom } from 'nanostores'
export { define } from './define.ts'
export { hostStyles } from './host-styles.ts'
export { KithElement } from './kith-element.ts'
export { TextsController, textsOf } from './localize.ts'
export { css } from './reactive-element.ts'
export { StoreController } from './store-controller.ts'
export { whenIdle } from './when-idle.ts'
