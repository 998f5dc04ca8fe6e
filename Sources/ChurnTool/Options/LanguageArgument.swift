import ArgumentParser
import Reporting

extension Language: ExpressibleByArgument {}
