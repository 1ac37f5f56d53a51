// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "LogFileGlue",
    dependencies: [
        // In a package of your own: .package(url: "ADDRESS", branch: "main", traits: ["Glue"])
        .package(name: "argus", path: "../..", traits: ["Glue"])
    ],
    targets: [
        .executableTarget(
            name: "LogFileGlue",
            dependencies: [.product(name: "ArgusGlue", package: "argus")]),
        .testTarget(
            name: "LogFileGlueTests",
            dependencies: [
                "LogFileGlue", .product(name: "ArgusClientTesting", package: "argus"),
            ]),
    ]
)
