import { defineConfig } from "vite";

// Everything is a file of its own: the content security policy of the service allows nothing inline, no data for scripts.
export default defineConfig({
  base: "/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
});
