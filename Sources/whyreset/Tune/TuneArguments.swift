public import ArgumentParser
public import Tuning

extension Profile: ExpressibleByArgument {}
extension PlanFormat: ExpressibleByArgument {}
extension Proof.Load: ExpressibleByArgument {}
