import ArgusHTTP
import ArgusOperations
import HTTPTypes
import Hummingbird
import NIOCore

/// How the pages look: one file, whose address changes with its content, so that browsers may keep
/// it for ever.
enum Stylesheet {
    static let path: String = {
        let digest = sha256(Array(css.utf8)).prefix(6).map { String($0, radix: 16) }.joined()
        return "/static/argus-\(digest).css"
    }()

    static func addRoute(to router: Router<SiteContext>) {
        router.get(RouterPath(path)) { _, _ in
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/css; charset=utf-8",
                    .cacheControl: "public, max-age=31536000, immutable",
                    .xContentTypeOptions: "nosniff",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: css)))
        }
    }

    private static let css = """
        :root {
            color-scheme: light dark;
            --ground: light-dark(#f6f7f9, #14171c);
            --surface: light-dark(#ffffff, #1d2128);
            --ink: light-dark(#1b1f24, #e6e9ee);
            --quiet: light-dark(#5a6472, #9aa5b4);
            --line: light-dark(#c9d0d9, #3a424e);
            --accent: light-dark(#0b5cad, #6cb2ff);
            --on-accent: light-dark(#ffffff, #0c1117);
            --danger: light-dark(#a3161c, #ff8f8f);
        }
        * { box-sizing: border-box; }
        body {
            margin: 0;
            min-height: 100vh;
            display: grid;
            place-items: center;
            padding: 1rem;
            background: var(--ground);
            color: var(--ink);
            font: 1rem/1.5 system-ui, sans-serif;
        }
        main {
            width: min(100%, 26rem);
            padding: 2rem;
            background: var(--surface);
            border: 1px solid var(--line);
            border-radius: 0.75rem;
        }
        h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.2; }
        a { color: var(--accent); }
        label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
        input {
            width: 100%;
            padding: 0.6rem 0.75rem;
            color: inherit;
            background: var(--ground);
            border: 1px solid var(--quiet);
            border-radius: 0.4rem;
            font: inherit;
        }
        button, .button {
            display: block;
            width: 100%;
            margin-top: 1.5rem;
            text-align: center;
            text-decoration: none;
            padding: 0.7rem;
            color: var(--on-accent);
            background: var(--accent);
            border: 0;
            border-radius: 0.4rem;
            font: inherit;
            font-weight: 600;
            cursor: pointer;
        }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        code { overflow-wrap: anywhere; }
        .quiet { color: var(--quiet); font-size: 0.9rem; }
        .problem { color: var(--danger); font-weight: 600; }

        """
}
