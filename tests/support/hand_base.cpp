#include "tests/support/hand_base.hpp"

#include "tests/support/base_builder.hpp"

namespace desvio::test {

// Regions A, B; sectors GDS (goods), SRV (services). Flows at basic prices, importer <- exporter:
//
//            GDS: A<-A 100  A<-B 40  B<-A 20  B<-B 60         SRV: A<-A 150  A<-B 0  B<-A 10  B<-B 90
//   duties   GDS: A on B 25 %, so 10; B on A 10 %, so 2       SRV: none
//
//   output        Y[GDS,A] = 100 + 20 = 120     Y[GDS,B] = 40 + 60 = 100    Y[SRV,A] = 150 + 10 = 160   Y[SRV,B] = 90
//   expenditure   X[GDS,A] = 100 + 50 = 150     X[GDS,B] = 22 + 60 = 82     X[SRV,A] = 150              X[SRV,B] = 100
//
//   inputs of A   GDS takes 0.25 GDS + 0.25 SRV (beta 0.5);  SRV takes 0.125 GDS + 0.25 SRV (beta 0.625)
//     used up     GDS 0.25 120 + 0.125 160 = 50              SRV 0.25 120 + 0.25 160 = 70
//     final       GDS 150 - 50 = 100                         SRV 150 - 70 = 80            together 180
//   inputs of B   GDS takes 0.2 GDS + 0.3 SRV (beta 0.5);    SRV takes 0.2 GDS + 0.3 SRV (beta 0.5)
//     used up     GDS 0.2 100 + 0.2 90 = 38                  SRV 0.3 100 + 0.3 90 = 57
//     final       GDS 82 - 38 = 44                           SRV 100 - 57 = 43            together 87
//
//   value added   V[A] = 0.5 120 + 0.625 160 = 160           V[B] = 0.5 100 + 0.5 90 = 95
//   duties        R[A] = 10                                  R[B] = 2
//   deficit       D[A] = 40 - 30 = 10                        D[B] = 30 - 40 = -10
//   income        I[A] = 160 + 10 + 10 = 180                 I[B] = 95 + 2 - 10 = 87      as final demand, so it closes
//   final share   alpha[A] = 5/9, 4/9                        alpha[B] = 44/87, 43/87
Base hand_base() {
    BaseParts parts;
    parts.regions = {"A", "B"};
    parts.sectors = {"GDS", "SRV"};
    parts.kinds = {SectorKind::goods, SectorKind::services};
    parts.theta = {4.0, 6.0};
    parts.trade.assign(2, RowMatrix::Zero(2, 2));
    parts.trade[0] << 100, 40, 20, 60;
    parts.trade[1] << 150, 0, 10, 90;
    parts.tariff.assign(2, RowMatrix::Zero(2, 2));
    parts.tariff[0] << 0, 0.25, 0.10, 0;
    parts.input_share.assign(2, RowMatrix::Zero(2, 2));
    parts.input_share[0] << 0.25, 0.125, 0.25, 0.25;
    parts.input_share[1] << 0.2, 0.2, 0.3, 0.3;
    return make_base(parts);
}

}  // namespace desvio::test
