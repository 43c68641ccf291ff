/** What the page may load and do: every host of it, the desktop and the server, sends this with it. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  // Svelte and CodeMirror set styles on elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
