import ArgumentParser
import ArgusGlue
import ArgusVocabulary
import ArgusWire
import FoundationEssentials

/// Writes a settings file to begin with.
struct NewConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new-config",
        abstract: "Prints a settings file for the systems that are named, with comments.",
        discussion: """
            What must be set is set; all else that can be is a comment with what holds without it. \
            Put the tokens and secrets into the files that it names, then try: argus-glue check

            Example: argus-glue new-config zabbix network=syslog > /etc/argus-glue/glue.yaml
            """)

    @Argument(
        help: ArgumentHelp(
            "What there is to be connected, with a name of your own before it or not.",
            valueName: "[name=]system"))
    var systems: [String]

    func run() throws {
        do {
            Terminal.put(Array(try NewConfiguration(systems).text.utf8))
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

/// Writes a package with a glue service of somebody's own.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a Swift package with a glue service of your own, in a new folder.",
        discussion: """
            It builds and runs as it is, in about thirty lines; see the guide, Writing a glue \
            service.

            Example: argus-glue new DoorGlue --argus https://git.example.org/argus
            """)

    @Argument(help: "What the package is called: letters and digits.")
    var name: String

    @Option(help: "Where Argus is: a folder with its source, or an address of git.")
    var argus: String

    func validate() throws {
        let isName = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        }
        guard isName, let first = name.unicodeScalars.first, first.properties.isAlphabetic else {
            throw ValidationError("The name must be letters and digits, and begin with a letter.")
        }
        guard !argus.contains(where: { $0 == "\"" || $0 == "\\" || $0.isNewline }) else {
            throw ValidationError("--argus must be a folder or an address.")
        }
    }

    func run() throws {
        guard !FileManager.default.fileExists(atPath: name) else {
            Terminal.end(1, "There is a \(name) here already; choose another name.")
        }
        let folder = "\(name)/Sources/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(PackageResources.new_package_txt, to: "\(name)/Package.swift")
        try write(PackageResources.new_main_txt, to: "\(folder)/main.swift")
        try write(PackageResources.new_readme_txt, to: "\(name)/README.md")
        print("Written: \(name). Next: cd \(name) && swift build")
    }

    private func write(_ template: [UInt8], to file: String) throws {
        let text = String(decoding: template, as: UTF8.self)
            .replacing("«NAME»", with: name).replacing("«ARGUS»", with: place)
        try Data(text.utf8).write(to: URL(filePath: file))
    }

    /// Argus as a package depends on it.
    private var place: String {
        let isFolder = argus.hasPrefix("/") || argus.hasPrefix(".")
        return isFolder
            ? "name: \"argus\", path: \"\(argus)\"" : "url: \"\(argus)\", branch: \"main\""
    }
}
