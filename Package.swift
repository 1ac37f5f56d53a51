// swift-tools-version: 6.2
import PackageDescription

/// Whether `Scripts/fuzz-glue` builds: what is ours tells the fuzzer which ways it took.
let isFuzzed = Context.environment["ARGUS_FUZZING"] != nil

/// How every target of ours is compiled: warnings are errors, existential types say `any`, and a
/// member is visible only where its module is imported.
let ours: [SwiftSetting] =
    [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer", "-O"])] : [])

/// What is needed for all that is here; a package of somebody else who wants `ArgusGlue` alone
/// depends with `traits: ["Glue"]`, who wants `ArgusClient` alone with `traits: []`.
///
/// SwiftPM writes the names of all enabled traits into its commands, in another order each time;
/// with one of them, nothing is compiled again for no reason.
let programs: Set = ["Programs"]
let glue: Set = ["Programs", "Glue"]

/// A product of one of the packages below, by its two names; with traits, only where one of them is
/// enabled.
func product(
    _ name: String, of package: String, for traits: Set<String>? = nil
) -> Target.Dependency {
    let condition = traits.flatMap { TargetDependencyCondition.when(traits: $0) }
    return .product(name: name, package: package, condition: condition)
}

let argumentParser = product("ArgumentParser", of: "swift-argument-parser", for: programs)
let grdb = product("GRDB", of: "GRDB.swift", for: glue)
let hummingbird = product("Hummingbird", of: "hummingbird", for: programs)
let hummingbirdCore = product("HummingbirdCore", of: "hummingbird", for: programs)
let hummingbirdTesting = product("HummingbirdTesting", of: "hummingbird", for: programs)
let hummingbirdTLS = product("HummingbirdTLS", of: "hummingbird", for: programs)
let httpClient = product("AsyncHTTPClient", of: "async-http-client")
let httpTypes = product("HTTPTypes", of: "swift-http-types", for: programs)
let logging = product("Logging", of: "swift-log")
let mustache = product("Mustache", of: "swift-mustache", for: programs)
let nioCore = product("NIOCore", of: "swift-nio")
let nioEmbedded = product("NIOEmbedded", of: "swift-nio", for: programs)
let nioHTTP1 = product("NIOHTTP1", of: "swift-nio")
let nioPosix = product("NIOPosix", of: "swift-nio")
let nioSSL = product("NIOSSL", of: "swift-nio-ssl")
let serviceLifecycle = product("ServiceLifecycle", of: "swift-service-lifecycle", for: glue)
let sqlite = product("GRDBSQLite", of: "GRDB.swift", for: programs)
let unixSignals = product("UnixSignals", of: "swift-service-lifecycle", for: glue)
let yams = product("Yams", of: "Yams", for: glue)

let package = Package(
    name: "Argus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "argus", targets: ["argus"]),
        .executable(name: "argus-glue", targets: ["argus-glue"]),
        .library(name: "ArgusClient", targets: ["ArgusClient"]),
        .library(name: "ArgusClientTesting", targets: ["ArgusClientTesting"]),
        .library(name: "ArgusGlue", targets: ["ArgusGlue"]),
    ],
    traits: [
        .trait(name: "Programs", description: "argus, argus-glue and their tests"),
        .trait(name: "Glue", description: "What the library ArgusGlue needs"),
        .default(enabledTraits: ["Programs"]),
    ],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // What is true, and how it is written.
        .target(name: "ArgusVocabulary", swiftSettings: ours),
        .target(
            name: "ArgusSettings", dependencies: ["ArgusVocabulary", yams], swiftSettings: ours),
        .target(
            name: "ArgusCore", dependencies: ["ArgusVocabulary"],
            resources: [.embedInCode("Accounts/common-passwords.txt")], swiftSettings: ours),
        .target(name: "ArgusWire", dependencies: ["ArgusVocabulary"], swiftSettings: ours),
        .target(
            name: "ArgusAlerts", dependencies: ["ArgusVocabulary", "CCrypto"],
            swiftSettings: ours),
        .target(
            name: "ArgusOpenAPI", dependencies: ["ArgusVocabulary", "ArgusWire", httpTypes, yams],
            resources: [.embedInCode("Page/docs.css")], swiftSettings: ours),

        // The server, from the database up.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "ArgusSQL", dependencies: ["CPostgres", grdb, sqlite, logging],
            swiftSettings: ours),
        .target(
            name: "ArgusStorage", dependencies: ["ArgusCore", "ArgusSQL", "ArgusVocabulary"],
            swiftSettings: ours),
        .target(
            name: "ArgusOperations",
            dependencies: [
                "ArgusCore", "ArgusSQL", "ArgusStorage", "ArgusVocabulary", "CArgon2", "CCrypto",
                logging,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusAnswers",
            dependencies: ["ArgusCore", "ArgusOperations", "ArgusVocabulary", "ArgusWire"],
            swiftSettings: ours),
        .target(
            name: "ArgusWorkers",
            dependencies: [
                "ArgusCore", "ArgusOperations", "ArgusVocabulary", logging, serviceLifecycle,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusIntegrations",
            dependencies: [
                "ArgusCore", "ArgusVocabulary", "ArgusWire", "CCrypto", "CCurl", "CSpawn",
                httpClient, mustache, nioCore, nioHTTP1, nioPosix, nioSSL,
            ],
            resources: [.embedInCode("Templates")], swiftSettings: ours),
        .target(
            name: "ArgusHTTP",
            dependencies: [
                "ArgusAnswers", "ArgusCore", "ArgusOpenAPI", "ArgusOperations", "ArgusVocabulary",
                "ArgusWire", hummingbird, httpTypes, logging, nioCore,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusAPI",
            dependencies: [
                "ArgusAlerts", "ArgusAnswers", "ArgusCore", "ArgusHTTP", "ArgusOpenAPI",
                "ArgusOperations", "ArgusVocabulary", "ArgusWire", httpTypes,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusDashboard",
            dependencies: [
                "ArgusAnswers", "ArgusCore", "ArgusHTTP", "ArgusOpenAPI", "ArgusOperations",
                "ArgusVocabulary", "ArgusWire", "CZlib", hummingbird, httpTypes, mustache, nioCore,
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Static")],
            swiftSettings: ours),
        .target(
            name: "ArgusServer",
            dependencies: [
                "ArgusAPI", "ArgusCore", "ArgusDashboard", "ArgusHTTP", "ArgusIntegrations",
                "ArgusOperations", "ArgusSQL", "ArgusSettings", "ArgusVocabulary", "ArgusWire",
                "ArgusWorkers", hummingbird, hummingbirdCore, logging, nioCore, nioHTTP1,
                serviceLifecycle, unixSignals,
            ],
            swiftSettings: ours),

        // The libraries for everybody.
        .target(
            name: "ArgusClient",
            dependencies: [
                "ArgusVocabulary", "ArgusWire", httpClient, logging, nioCore, nioHTTP1, nioPosix,
                nioSSL,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusClientTesting",
            dependencies: [
                "ArgusClient", "ArgusVocabulary", "ArgusWire", nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: ours),
        .target(
            name: "ArgusGlue",
            dependencies: [
                "ArgusAlerts", "ArgusClient", "ArgusSettings", "ArgusVocabulary", "ArgusWire",
                "CCrypto", grdb, httpClient, logging, nioCore, nioHTTP1, nioPosix, nioSSL,
                serviceLifecycle, unixSignals,
            ],
            resources: [
                .embedInCode("Systems/JSON/Presets"), .embedInCode("Systems/Syslog/Presets"),
            ],
            swiftSettings: ours),

        .target(
            name: "ArgusGlueHTTP",
            dependencies: [
                "ArgusAlerts", "ArgusClient", "ArgusGlue", "ArgusSettings", "ArgusVocabulary",
                hummingbirdCore,
                hummingbirdTLS, httpTypes, logging, nioCore, nioPosix, nioSSL, serviceLifecycle,
            ],
            swiftSettings: ours),

        .target(
            name: "ArgusGlueListeners",
            dependencies: [
                "ArgusClient", "ArgusGlue", "ArgusSettings", "ArgusVocabulary", logging, nioCore,
                nioPosix, nioSSL, serviceLifecycle,
            ],
            swiftSettings: ours),

        // The two command lines.
        .executableTarget(
            name: "argus",
            dependencies: [
                "ArgusAnswers", "ArgusCore", "ArgusIntegrations", "ArgusOperations", "ArgusServer",
                "ArgusSettings", "ArgusVocabulary", "ArgusWire", argumentParser,
            ],
            swiftSettings: ours),
        .executableTarget(
            name: "argus-glue",
            dependencies: [
                "ArgusClient", "ArgusGlue", "ArgusGlueHTTP", "ArgusGlueListeners", "ArgusSettings",
                "ArgusVocabulary", "ArgusWire", argumentParser, logging,
            ],
            resources: [.embedInCode("Templates")], swiftSettings: ours),

        // The server with what benchmarks measure against; no product.
        .executableTarget(
            name: "argus-bench",
            dependencies: [
                "ArgusAnswers", "ArgusCore", "ArgusHTTP", "ArgusOpenAPI", "ArgusOperations",
                "ArgusServer", "ArgusVocabulary", "ArgusWire", httpTypes,
            ],
            swiftSettings: ours),

        // Tests, a target each.
        .target(
            name: "ArgusTesting",
            dependencies: [
                "ArgusCore", "ArgusOperations", "ArgusSQL", "ArgusStorage", "ArgusVocabulary",
                "ArgusWire", "CSpawn", logging,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusVocabularyTests", dependencies: ["ArgusVocabulary"],
            exclude: ["Time/Zones"],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusSettingsTests", dependencies: ["ArgusSettings", "ArgusVocabulary"],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusWireTests", dependencies: ["ArgusVocabulary", "ArgusWire"],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusCoreTests", dependencies: ["ArgusCore", "ArgusTesting", "ArgusVocabulary"],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusSQLTests", dependencies: ["ArgusSQL", "ArgusTesting", logging],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusStorageTests",
            dependencies: [
                "ArgusCore", "ArgusOperations", "ArgusSQL", "ArgusStorage", "ArgusTesting",
                "ArgusVocabulary",
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusOperationsTests",
            dependencies: [
                "ArgusCore", "ArgusOperations", "ArgusSQL", "ArgusStorage", "ArgusTesting",
                "ArgusVocabulary",
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusIntegrationsTests",
            dependencies: [
                "ArgusCore", "ArgusIntegrations", "ArgusTesting", "ArgusVocabulary", nioCore,
                nioPosix, nioSSL,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusAPITests",
            dependencies: [
                "ArgusAPI", "ArgusAnswers", "ArgusCore", "ArgusDashboard", "ArgusHTTP",
                "ArgusOpenAPI", "ArgusOperations", "ArgusSQL", "ArgusServer", "ArgusTesting",
                "ArgusVocabulary",
                "ArgusWire", httpClient,
                hummingbird,
                hummingbirdTesting, httpTypes, nioCore, nioHTTP1,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusDashboardTests",
            dependencies: [
                "ArgusCore", "ArgusDashboard", "ArgusHTTP", "ArgusOperations", "ArgusServer",
                "ArgusTesting", "ArgusVocabulary", hummingbird, hummingbirdTesting, httpTypes,
                nioCore,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusServerTests",
            dependencies: [
                "ArgusCore", "ArgusHTTP", "ArgusIntegrations", "ArgusOperations", "ArgusServer",
                "ArgusSettings",
                "ArgusTesting", "ArgusVocabulary", "ArgusWire", "ArgusWorkers", logging, nioCore,
                nioEmbedded, nioHTTP1,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusClientTests",
            dependencies: [
                "ArgusClient", "ArgusClientTesting", "ArgusTesting", "ArgusVocabulary", "ArgusWire",
                httpClient, hummingbird, hummingbirdTesting, hummingbirdTLS, httpTypes, logging,
                nioCore,
                nioPosix, nioSSL,
            ],
            swiftSettings: ours),
        .testTarget(
            name: "ArgusGlueTests",
            dependencies: [
                "ArgusAlerts", "ArgusClient", "ArgusClientTesting", "ArgusGlue", "ArgusGlueHTTP",
                "ArgusGlueListeners", "ArgusSettings", "ArgusTesting", "ArgusVocabulary",
                "ArgusWire", grdb, httpClient, httpTypes, logging, nioCore, nioHTTP1, nioPosix,
                nioSSL, serviceLifecycle,
            ],
            exclude: [
                "Corpus", "Snapshots", "Spool/version-1.sql", "Spool/version-2.sql",
                "Spool/version-3.sql",
                "Spool/version-4.sql",
            ],
            swiftSettings: ours),
        .testTarget(
            name: "Promises",
            dependencies: [
                "ArgusClient", "ArgusClientTesting", "ArgusGlue", "ArgusSQL", "ArgusServer",
                "ArgusSettings", "ArgusTesting", "ArgusVocabulary", "ArgusWire", httpClient,
                logging,
                nioCore, nioHTTP1,
            ],
            path: "Tests/Promises", swiftSettings: ours),
    ],
    swiftLanguageModes: [.v6]
)

if isFuzzed {
    package.targets.append(
        .executableTarget(
            name: "glue-fuzzing",
            dependencies: [
                "ArgusAlerts", "ArgusClient", "ArgusGlue", "ArgusSettings", "ArgusVocabulary",
            ],
            path: "Tests/Fuzzing", exclude: ["Seeds"], swiftSettings: ours,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
