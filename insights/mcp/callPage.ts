/** The page of a call, for a person. */
export function pageOf(
  base: string,
  call: { readonly operation_Id: string; readonly session_Id?: string | null | undefined },
): string {
  const page = `${base}/calls/${encodeURIComponent(call.operation_Id)}`;
  return call.session_Id ? `${page}?session=${encodeURIComponent(call.session_Id)}` : page;
}
