const pages = import.meta.glob<{ readonly actions?: unknown }>('/src/routes/**/+page.server.ts')

/** Whether the page of this route has a form that is sent to it. Others are for reading, whoever sends them something. */
export async function takesForms(routeId: string): Promise<boolean> {
  const load = pages[`/src/routes${routeId === '/' ? '' : routeId}/+page.server.ts`]
  return load !== undefined && (await load()).actions !== undefined
}
