import { page } from '$app/state'

/** What stands in the fields of a form. */
export interface Typed {
  /** In a field for text. */
  text(name: string, otherwise?: string): string
  /** Of a box, one of several choices, or an option: whether it is chosen. */
  isChosen(name: string, value: string, otherwise?: boolean): boolean
}

/**
 * What was typed into the form with this `action` when it was sent and refused, so that it stands there again; in every
 * other form, what stands there `otherwise`.
 */
export function typedInto(action = ''): Typed {
  const { href } = page.url
  const refused = page.form as { readonly typed?: FormData } | null
  const typed = new URL(action, href).href === href ? refused?.typed : undefined
  return {
    text(name, otherwise = '') {
      const text = typed?.get(name)
      return typeof text === 'string' ? text : otherwise
    },
    isChosen: (name, value, otherwise = false) => typed?.getAll(name).includes(value) ?? otherwise,
  }
}
