/**
 * For tests: a file of the format's own library, byte for byte (safetensors 0.8.0 for Python, `serialize`), base64. In
 * its order: I64 "long" [2], F64 "float64" [2, 2], F32 "empty" [0, 3], "float32" [1, 2, 3] and "scalar" [],
 * BF16 "brain" [3], F16 "half" [3], U8 "naïve/β" [1], BOOL "bool" [3]; metadata "format" and "note".
 */
const lines = [
  'YAIAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJucCIsIm5vdGUiOiJhIFwicXVvdGVkXCIgbGluZVxuIn0sImxvbmciOnsiZHR5',
  'cGUiOiJJNjQiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlswLDE2XX0sImZsb2F0NjQiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6WzIs',
  'Ml0sImRhdGFfb2Zmc2V0cyI6WzE2LDQ4XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNldHMiOls0',
  'OCw0OF19LCJmbG9hdDMyIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxLDIsM10sImRhdGFfb2Zmc2V0cyI6WzQ4LDcyXX0sInNjYWxhciI6',
  'eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbNzIsNzZdfSwiYnJhaW4iOnsiZHR5cGUiOiJCRjE2Iiwic2hhcGUi',
  'OlszXSwiZGF0YV9vZmZzZXRzIjpbNzYsODJdfSwiaGFsZiI6eyJkdHlwZSI6IkYxNiIsInNoYXBlIjpbM10sImRhdGFfb2Zmc2V0cyI6Wzgy',
  'LDg4XX0sIm5hw692ZS/OsiI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbODgsODldfSwiYm9vbCI6eyJkdHlw',
  'ZSI6IkJPT0wiLCJzaGFwZSI6WzNdLCJkYXRhX29mZnNldHMiOls4OSw5Ml19fSAgIAAAAAAAAACA/////////3+amZmZmZm5PwAAAAAAAATA',
  'nHUAiDzkN34AAAAAAADwfwAAAAAAAIA+AAAAPwAAQD8AAIA/AACgPwAAUEDAP0jCgH8APv/7AQAHAQAB',
]

export function referenceFile(): Uint8Array {
  return new Uint8Array(Buffer.from(lines.join(''), 'base64'))
}
